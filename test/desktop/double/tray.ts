import type { Tray as RealTray } from 'electron';
import type { Menu } from './menu.ts';
import type { NativeImage } from './native-image.ts';
import { record } from './record.ts';
import { LoudEmitter, refuse } from './refuse.ts';

/** The icon beside the clock; a test looks at it in `__double.trays`. */
export class Tray extends LoudEmitter {
  image: NativeImage;
  toolTip = '';
  menu: Menu | null = null;

  constructor(image: NativeImage) {
    super(['click']);
    this.image = shown(image);
    record.trays.push(this);
  }

  setImage(image: NativeImage): void {
    this.image = shown(image);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
}

/** A tray with an empty picture is one that nobody finds. */
const shown = (image: NativeImage): NativeImage =>
  image.isEmpty() ? refuse(`a tray icon that is not there (${image.path})`) : image;

void (Tray satisfies {
  readonly prototype: Record<keyof Pick<RealTray, 'setImage' | 'setToolTip' | 'setContextMenu'>, unknown>;
});
