import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';

export const getVersion = defineEndpoint({
  name: 'version.get',
  method: 'GET',
  path: '/api/version',
  summary: 'Get the release of the server, the oldest app that it serves, and its features',
  access: 'none',
  status: 200,
  answer: z.object({ version: z.string(), minimumApp: z.string(), features: z.array(z.string()) }),
});
