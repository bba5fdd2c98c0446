import { createContext } from 'react';

/** What the row around a button shows: the address of an invite, the name of a member. Its buttons are described by it. */
export const RowNameContext = createContext<string | undefined>(undefined);
