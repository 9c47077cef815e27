import { z } from 'zod';

/** Names of XML elements that are read as a list even where one stands alone. */
export const XmlLists = z
  .array(
    z
      .string()
      .regex(/^[^\s<>/&="'@#][^\s<>/&="']{0,199}$/, 'This is not the name of an XML element, such as line.'),
  )
  .max(200)
  .meta({ title: 'XML elements that are always lists' });
