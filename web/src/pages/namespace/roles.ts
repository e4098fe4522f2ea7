import type { Role } from './queries';

export const kRoles: ReadonlyArray<{ value: Role; label: string; what: string }> = [
  { value: 'Owner', label: 'Owner', what: 'administers everything, other owners too' },
  { value: 'Manager', label: 'Manager', what: 'administers repositories and members, but no owners' },
  { value: 'Member', label: 'Member', what: 'has the default privilege of each repository' },
  { value: 'Collaborator', label: 'Collaborator', what: 'has only the privileges that were given to them' },
];
