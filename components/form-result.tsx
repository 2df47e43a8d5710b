import { Notice } from "./notice";

type State = { readonly ok: true } | { readonly ok: false; readonly message: string } | null;

/** What became of a form that was sent: what is wrong, or that it is done. Nothing before it was first sent. */
export function FormResult({ state, done }: { state: State; done: string }) {
  if (state === null) return null;
  return (
    <Notice tone={state.ok ? "success" : "danger"} isAlert>
      {state.ok ? done : state.message}
    </Notice>
  );
}
