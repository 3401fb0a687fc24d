// "Sick today": one dialog over the day. It asks from when, shows what could be done side by side,
// does what is chosen, and then lists whom to tell; that list is there again as long as the absence
// stands, and so is its undo.

import { useEffect, useRef } from 'preact/hooks';
import { text } from '../language/speak.ts';
import { practitioner_name } from '../shared/names.ts';
import { absence_step } from './absence.ts';
import { AbsenceAsk } from './absence_ask.tsx';
import { AbsenceTold } from './absence_told.tsx';

export function AbsenceDialog() {
    const dialog = useRef<HTMLDialogElement>(null);
    const open = absence_step.value;
    useEffect(() => {
        if (open && !dialog.current?.open) dialog.current?.showModal();
        if (!open) dialog.current?.close();
    }, [open]);
    const close = () => (absence_step.value = undefined);
    return (
        <dialog
            ref={dialog}
            class="absence"
            aria-labelledby="absence-title"
            onClose={close}
            onKeyDown={(event) => event.stopPropagation()}
        >
            {open && (
                <>
                    <header>
                        <h2 id="absence-title">
                            {text(open.step === 'ask' ? 'absence.title' : 'absence.told.title', {
                                who: practitioner_name(open.practitioner),
                            })}
                        </h2>
                        <button type="button" class="close" onClick={close}>
                            {text('panel.close')}
                        </button>
                    </header>
                    {open.step === 'ask' ? (
                        <AbsenceAsk key={open.practitioner} practitioner={open.practitioner} />
                    ) : (
                        <AbsenceTold key={open.id} id={open.id} />
                    )}
                </>
            )}
        </dialog>
    );
}
