/** What menus and the tray let a person do. */
export interface Commands {
  open(): void;
  /** Opens the window at a place of the screens. */
  go(place: string): () => void;
  /** Asks for an installation file, and opens it. */
  chooseFile(): void;
  showDataFolder(): void;
  showAbout(): void;
  /** Restarts with the version that is ready. */
  install(): void;
  quit(): void;
}
