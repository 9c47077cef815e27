/** What is typed. `template` is a text with `{{ expression }}` inside. */
export type CodeLanguage = 'javascript' | 'json' | 'jsonata' | 'sql' | 'template';

/** What is only read. */
export type ViewLanguage = 'json' | 'xml' | 'text';
