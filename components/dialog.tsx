"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** While true neither Escape nor the cross closes it. */
  isHeld?: boolean;
  children: ReactNode;
};

/** A modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back. */
export function Dialog({ title, isOpen, onClose, isHeld = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const { current } = dialog;
    if (isOpen && current?.open === false) {
      current.showModal();
      // The browser would choose the cross; what the dialog is for marks itself with data-autofocus.
      current.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    }
    if (!isOpen) current?.close();
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={() => {
        if (isOpen && isHeld) dialog.current?.showModal();
        else onClose();
      }}
      onCancel={(event) => {
        if (isHeld) event.preventDefault();
      }}
      onKeyDown={(event) => {
        // A second Escape would close it without asking `cancel` again.
        if (isHeld && event.key === "Escape") event.preventDefault();
      }}
      className="m-auto w-full max-w-lg rounded-lg border border-line bg-ground p-0 text-text shadow-xl backdrop:bg-black/50"
    >
      {isOpen ? (
        <div className="p-5">
          <div className="flex items-start gap-3">
            <h2 id={titleId} className="grow text-base font-semibold">
              {title}
            </h2>
            {isHeld ? null : (
              <button type="button" aria-label="Close" onClick={onClose} className="-m-1 rounded-md p-1 hover:bg-line">
                <X aria-hidden size={16} />
              </button>
            )}
          </div>
          <div className="mt-3">{children}</div>
        </div>
      ) : null}
    </dialog>
  );
}
