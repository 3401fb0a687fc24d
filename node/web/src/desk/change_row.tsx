// One patient of a proposal: what they were told, and what they would be told.

import type { AbsenceChange, AbsencePlace } from '../api/shapes.ts';
import { clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { practitioner_name, service_name } from '../shared/names.ts';

export function ChangeRow({ change, phone }: { change: AbsenceChange; phone?: boolean }) {
    const number = change.patient?.phone;
    return (
        <li class="change" data-placed={change.to !== null}>
            <strong>
                <bdi>{change.patient?.name || change.number || text('visit.unnamed')}</bdi>
            </strong>
            <span class="soft">{service_name(change.service)}</span>
            <span>
                {text('absence.was', { place: place_words(change.from) })}{' '}
                <b>
                    {change.to
                        ? text('absence.is', { place: place_words(change.to) })
                        : text(change.to_rebook === false ? 'absence.rebooked' : 'absence.none')}
                </b>
            </span>
            {phone && number && (
                <a href={`tel:${number}`} dir="ltr">
                    {number}
                </a>
            )}
            {phone && !number && <span class="soft">{text('absence.no_phone')}</span>}
        </li>
    );
}

function place_words(place: AbsencePlace): string {
    const who = place.practitioner ? practitioner_name(place.practitioner) : text('absence.anybody');
    return place.start ? `${clock_text(place.start)} ${who}` : who;
}
