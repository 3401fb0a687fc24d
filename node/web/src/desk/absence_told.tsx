// An absence that stands: whom to tell, by phone, and the way back.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Absence } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { practitioner_name } from '../shared/names.ts';
import { absence_step, fetch_absence, span_words, undo_absence } from './absence.ts';
import { AbsenceTrouble, type AbsenceTroubleOf } from './absence_trouble.tsx';
import { done_note } from './acts.ts';
import { ChangeRow } from './change_row.tsx';
import { client } from './state.ts';

export function AbsenceTold({ id }: { id: string }) {
    const [told, set_told] = useState<Absence>();
    const [trouble, set_trouble] = useState<AbsenceTroubleOf>();
    const press = useRef(client.press());
    const list = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        void fetch_absence(id).then((outcome) => {
            if ('told' in outcome) set_told(outcome.told);
            else set_trouble(outcome);
        });
    }, [id]);
    useEffect(() => {
        if (told) list.current?.focus();
    }, [told]);
    const undo = async (absence: Absence, visits: 'restore' | 'keep') => {
        set_trouble(undefined);
        const outcome = await undo_absence(id, visits, press.current);
        if ('told' in outcome) {
            const who = practitioner_name(absence.practitioner);
            done_note.value = text(`absence.undone.${visits}`, { who });
            absence_step.value = undefined;
            return;
        }
        if ('refused' in outcome) press.current = client.press();
        set_trouble(outcome);
    };
    if (!told) {
        return trouble ? <AbsenceTrouble trouble={trouble} /> : <p>{text('absence.working')}</p>;
    }
    return (
        <>
            <p class="note">{span_words(told)}</p>
            <AbsenceTrouble trouble={trouble} />
            <h3 ref={list} tabIndex={-1}>
                {text('absence.tell', { count: told.changes?.length ?? 0 })}
            </h3>
            <ol class="changes to-tell" tabIndex={0} aria-label={text('absence.tell.list')}>
                {told.changes?.map((change) => (
                    <ChangeRow key={change.visit} change={change} phone />
                ))}
            </ol>
            <p class="buttons">
                {!told.undone && (
                    <button
                        type="button"
                        data-undo="restore"
                        onClick={() => void undo(told, 'restore')}
                    >
                        {text('absence.undo')}
                    </button>
                )}
                {trouble && 'refused' in trouble && (
                    <button
                        type="button"
                        data-undo="keep"
                        onClick={() => void undo(told, 'keep')}
                    >
                        {text('absence.keep')}
                    </button>
                )}
            </p>
        </>
    );
}
