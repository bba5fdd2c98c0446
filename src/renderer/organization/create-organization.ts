import { create } from 'zustand';

/** Whether the dialog is open; several components open it. */
const useCreating = create<{ open: boolean }>(() => ({ open: false }));

/** Opens the dialog that creates an organization. */
export function openCreateOrganization(): void {
  useCreating.setState({ open: true });
}

/** Closes the dialog that creates an organization. */
export function closeCreateOrganization(): void {
  useCreating.setState({ open: false });
}

/** Whether the dialog that creates an organization is open. */
export function useIsCreatingOrganization(): boolean {
  return useCreating(({ open }) => open);
}
