/**
 * The features of Chromium that make two pages for the address bar of every window. They take more processor time than
 * most tests, and headless nobody sees them.
 */
export const unseenPages = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];
