// The head of a practitioner's column: who, what, and whether they are in; one press changes it.

import type { Absence, PractitionerDay, PractitionerState } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { practitioner_name, role_name } from '../shared/names.ts';
import { absence_step, span_words } from './absence.ts';
import { set_practitioner_state } from './acts.ts';
import { date, today } from './state.ts';

function open_absence({ id, practitioner }: Absence): void {
    absence_step.value = { step: 'told', practitioner, id };
}

const states: PractitionerState[] = ['in', 'break', 'out'];

export function PractitionerHead({ practitioner }: { practitioner: PractitionerDay }) {
    const name = practitioner_name(practitioner.id);
    const change = (select: HTMLSelectElement) => {
        const state = select.value;
        if (state === 'sick') {
            select.value = practitioner.state;
            absence_step.value = { step: 'ask', practitioner: practitioner.id };
            return;
        }
        const said = text('done.state', { who: name, state: text(`state.${state as 'in'}`) });
        void set_practitioner_state(practitioner.id, state, said);
    };
    return (
        <div class="practitioner" data-practitioner={practitioner.id}>
            <strong>
                <bdi>{name}</bdi>
            </strong>
            <span class="role">{role_name(practitioner.role)}</span>
            {date.value === today.value && (
                <select
                    class="state"
                    data-state={practitioner.state}
                    aria-label={text('day.state', { who: name })}
                    value={practitioner.state}
                    onChange={(event) => change(event.currentTarget)}
                >
                    {practitioner.state === 'unknown' && (
                        <option value="unknown">{text('state.unknown')}</option>
                    )}
                    {states.map((state) => (
                        <option key={state} value={state}>
                            {text(`state.${state as 'in'}`)}
                        </option>
                    ))}
                    <option value="sick">{text('absence.sick')}</option>
                </select>
            )}
            {practitioner.absences?.map((absence) => (
                <button
                    key={absence.id}
                    type="button"
                    class="absent"
                    onClick={() => open_absence(absence)}
                >
                    {span_words(absence, 'short')}
                </button>
            ))}
        </div>
    );
}
