/** What a form may do with the editor. */
export interface CodeHandle {
  focus(): void;
}
