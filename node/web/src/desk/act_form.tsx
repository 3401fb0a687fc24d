// The acts that need a word more: triage (a class), a move (a slot), a note (a text).

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Act, Slot, Visit } from '../api/shapes.ts';
import { clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { do_act } from './acts.ts';
import { BestSlots } from './best_slots.tsx';
import { PractitionerSelect } from './practitioner_select.tsx';
import { who_is } from './visit_words.ts';

const levels = ['green', 'yellow', 'orange', 'red'];

interface ActFormOf {
    visit: Visit;
    act: Act;
    close(): void;
}

export function ActForm({ visit, act, close }: ActFormOf) {
    const place = useRef<HTMLDivElement>(null);
    useEffect(() => {
        place.current?.querySelector<HTMLElement>('button, select, textarea')?.focus();
    }, [act]);
    return (
        <div class="act-form" ref={place}>
            {act === 'triage' && <TriageForm visit={visit} close={close} />}
            {act === 'reschedule' && <MoveForm visit={visit} close={close} />}
            {act === 'note' && <NoteForm visit={visit} close={close} />}
        </div>
    );
}

interface FormOf {
    visit: Visit;
    close(): void;
}

function TriageForm({ visit, close }: FormOf) {
    const choose = async (triage: string) => {
        const said = () => text('done.triage', { who: who_is(visit), level: triage });
        if (await do_act(visit.id, 'triage', { triage }, said)) close();
    };
    return (
        <div class="levels" role="group" aria-label={text('act.triage')}>
            {levels.map((level) => (
                <button
                    key={level}
                    type="button"
                    class="triage"
                    data-level={level}
                    aria-pressed={visit.triage === level}
                    onClick={() => void choose(level)}
                >
                    {text('triage.is', { level })}
                </button>
            ))}
        </div>
    );
}

function MoveForm({ visit, close }: FormOf) {
    const [practitioner, set_practitioner] = useState('');
    const move = async (slot: Slot) => {
        const body = { practitioner: slot.practitioner, start: slot.start };
        const said = () =>
            text('done.reschedule', { who: who_is(visit), at: clock_text(slot.start) });
        if (await do_act(visit.id, 'reschedule', body, said)) close();
    };
    return (
        <>
            <PractitionerSelect
                service={visit.service}
                value={practitioner}
                choose={set_practitioner}
            />
            <BestSlots
                service={visit.service}
                practitioner={practitioner}
                choose={(slot) => void move(slot)}
            />
        </>
    );
}

function NoteForm({ visit, close }: FormOf) {
    const [words, set_words] = useState('');
    const save = async () => {
        const said = () => text('done.note', { who: who_is(visit) });
        if (words.trim() && (await do_act(visit.id, 'note', { text: words.trim() }, said))) close();
    };
    return (
        <>
            <label>
                {text('act.note')}
                <textarea
                    rows={3}
                    dir="auto"
                    maxLength={2000}
                    value={words}
                    onInput={(event) => set_words(event.currentTarget.value)}
                />
            </label>
            <button type="button" class="main" onClick={() => void save()}>
                {text('act.save')}
            </button>
        </>
    );
}
