import { useSyncExternalStore } from "react";

const subscribe = () => () => {};

/** Whether scripts run in this browser: false in the HTML that the server sends, true once React has taken over. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
