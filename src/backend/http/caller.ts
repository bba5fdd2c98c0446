/** Who makes a request, as the database knew them when it began. */
export interface Caller {
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  staff: boolean;
}
