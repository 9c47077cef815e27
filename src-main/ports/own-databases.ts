// What SQLite keeps in the head of a file of Hookline's (`application_id`), so that it can be told from any other database.

/** "Hook": one that is in use. */
export const applicationId = 0x486f6f6b;

/** "Hobk": a copy that is to be restored, not opened. */
export const backupId = 0x486f626b;
