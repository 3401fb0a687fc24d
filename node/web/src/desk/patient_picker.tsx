// Finds a person by name, or takes down a new one.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { NewPatient, Patient } from '../api/shapes.ts';
import { birth_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { NewPatientForm } from './new_patient_form.tsx';
import { search_patients } from './patient_search.ts';
import { row_focus } from './row_focus.ts';
import type { Person } from './state.ts';

export function PatientPicker({ choose }: { choose(person: Person): void }) {
    const [words, set_words] = useState('');
    const [found, set_found] = useState<Patient[] | undefined>(undefined);
    const [entering, set_entering] = useState(false);
    const field = useRef<HTMLInputElement>(null);
    // Before the next key arrives, so that fast hands lose no letter.
    useLayoutEffect(() => field.current?.focus(), []);
    useEffect(() => search_patients(words, set_found), [words]);
    if (entering) {
        return <NewPatientForm name={words} save={(person: NewPatient) => choose(person)} />;
    }
    return (
        <div onKeyDown={row_focus}>
            <label>
                {text('order.who')}
                <input
                    ref={field}
                    type="search"
                    dir="auto"
                    autoComplete="off"
                    spellcheck={false}
                    value={words}
                    onInput={(event) => set_words(event.currentTarget.value)}
                />
            </label>
            <ul class="people" aria-label={text('search.found')}>
                {found?.map((patient) => (
                    <li key={patient.id}>
                        <button type="button" data-row={patient.id} onClick={() => choose(patient)}>
                            <bdi class="who">{patient.name}</bdi>
                            <span>{patient.birth_date && birth_text(patient.birth_date)}</span>
                        </button>
                    </li>
                ))}
            </ul>
            {found?.length === 0 && <p class="note">{text('search.nobody')}</p>}
            <button type="button" data-row="new" onClick={() => set_entering(true)}>
                {text('order.new_person')}
            </button>
        </div>
    );
}
