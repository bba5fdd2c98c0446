import type { AssignableRole } from '#contract/member/model';
import { foldLetters } from './clean-text.ts';

/** What each role is called in programs of other languages. Words that also mean a manager are none of them. */
const wordsOf = {
  admin: `admin admins administrator administrators administratorin administratoren administrateur administratrice
    administrador administradora amministratore amministratrice beheerder administratör administratorka správce
    rendszergazda ylläpitäjä järjestelmänvalvoja διαχειριστής админ администратор адміністратор 管理者 管理员 管理員`,
  agent: `agent agents agentin agenten agente agentes agentka agentti агент エージェント 客服 坐席 상담원 에이전트`,
  owner: `owner inhaber inhaberin eigentümer eigentümerin besitzer propriétaire propietario propietaria proprietario
    proprietário eigenaar ägare ejer eier właściciel владелец オーナー 소유자`,
} satisfies Record<AssignableRole | 'owner', string>;

const roleOf = new Map<string, AssignableRole>();
for (const role of ['admin', 'agent'] as const) {
  for (const word of wordsOf[role].split(/\s+/u)) roleOf.set(foldLetters(word), role);
}
/** Words that look like a wish for a role. */
const roleWords = new Set([...roleOf.keys(), ...wordsOf.owner.split(/\s+/u).map(foldLetters)]);

/** The role that a text names, when it is the name of a role and nothing else. */
export function roleNamed(text: string): AssignableRole | undefined {
  return roleOf.get(foldLetters(text));
}

/** Whether a text contains the name of a role, as “Admin assistant” does. */
export function mentionsRole(text: string): boolean {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => roleWords.has(foldLetters(word)));
}
