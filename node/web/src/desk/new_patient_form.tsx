// A person whom the clinic does not know yet. Only the name is needed; a birth date may be a year.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { NewPatient } from '../api/shapes.ts';
import { month_names } from '../language/clinic_time.ts';
import { language, own_name, text } from '../language/speak.ts';
import { setup } from '../shared/node.ts';

interface NewPatientFormOf {
    name: string;
    save(person: NewPatient): void;
}

export function NewPatientForm({ name, save }: NewPatientFormOf) {
    const [person, set_person] = useState({
        name,
        day: '',
        month: '',
        year: '',
        sex: '',
        phone: '',
        language: language.peek(),
    });
    const [fault, set_fault] = useState<'patient.fault.name' | 'patient.fault.birth' | ''>('');
    const field = useRef<HTMLInputElement>(null);
    // Before the next key arrives, so that fast hands lose no letter.
    useLayoutEffect(() => field.current?.focus(), []);
    const set = (part: Partial<typeof person>) => set_person({ ...person, ...part });
    const done = () => {
        const birth_date = date_of(person);
        if (person.name.trim().length < 2) return set_fault('patient.fault.name');
        if (birth_date === undefined) return set_fault('patient.fault.birth');
        save({
            name: person.name.trim(),
            ...(birth_date && { birth_date }),
            ...(person.sex && { sex: person.sex }),
            ...(person.phone.trim() && { phone: person.phone.trim() }),
            language: person.language,
        });
    };
    return (
        <div class="new-patient">
            <label>
                {text('patient.name')}
                <input
                    ref={field}
                    dir="auto"
                    maxLength={120}
                    autoComplete="off"
                    spellcheck={false}
                    value={person.name}
                    onInput={(event) => set({ name: event.currentTarget.value })}
                />
            </label>
            <fieldset class="birth">
                <legend>{text('patient.birth')}</legend>
                <Figures
                    label={text('patient.day')}
                    length={2}
                    value={person.day}
                    change={(day) => set({ day })}
                />
                <label>
                    {text('patient.month')}
                    <select
                        value={person.month}
                        onChange={(event) => set({ month: event.currentTarget.value })}
                    >
                        <option value="">–</option>
                        {month_names().map((month, index) => (
                            <option key={month} value={String(index + 1)}>
                                {month}
                            </option>
                        ))}
                    </select>
                </label>
                <Figures
                    label={text('patient.year')}
                    length={4}
                    value={person.year}
                    change={(year) => set({ year })}
                />
            </fieldset>
            <label>
                {text('patient.sex')}
                <select
                    value={person.sex}
                    onChange={(event) => set({ sex: event.currentTarget.value })}
                >
                    <option value="">{text('patient.sex.unsaid')}</option>
                    {['female', 'male', 'other'].map((sex) => (
                        <option key={sex} value={sex}>
                            {text('patient.sex.is', { sex })}
                        </option>
                    ))}
                </select>
            </label>
            <label>
                {text('patient.phone')}
                <input
                    type="tel"
                    dir="ltr"
                    autoComplete="off"
                    maxLength={24}
                    value={person.phone}
                    onInput={(event) => set({ phone: event.currentTarget.value })}
                />
            </label>
            <label>
                {text('patient.language')}
                <select
                    value={person.language}
                    onChange={(event) => set({ language: event.currentTarget.value })}
                >
                    {setup.value?.languages.map((name) => (
                        <option key={name} value={name} lang={name}>
                            {own_name(name)}
                        </option>
                    ))}
                </select>
            </label>
            {fault && (
                <p class="fault" role="alert">
                    {text(fault)}
                </p>
            )}
            <button type="button" class="main" onClick={done}>
                {text('patient.take')}
            </button>
        </div>
    );
}

interface FiguresOf {
    label: string;
    length: number;
    value: string;
    change(value: string): void;
}

function Figures({ label, length, value, change }: FiguresOf) {
    return (
        <label>
            {label}
            <input
                inputMode="numeric"
                maxLength={length}
                autoComplete="off"
                value={value}
                onInput={(event) => change(event.currentTarget.value.replace(/\D/g, ''))}
            />
        </label>
    );
}

/// '' when nothing was said, undefined when what was said is no date.
function date_of(said: { day: string; month: string; year: string }): string | undefined {
    const { day, month, year } = said;
    if (!day && !month && !year) return '';
    if (year.length !== 4) return undefined;
    if (!day && !month) return year;
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const parsed = new Date(`${date}T12:00:00Z`);
    const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
    return real ? date : undefined;
}
