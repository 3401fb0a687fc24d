import type { RegionClinic } from '../api/shapes.ts';
import { ago_text, number_text, when_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { now_ms } from '../shared/node_clock.ts';
import { choose, chosen } from './state.ts';
import { name_of, TroubleLine } from './trouble_line.tsx';

export function ClinicRow({ clinic }: { clinic: RegionClinic }) {
    const is_open = chosen.value === clinic.clinic;
    return (
        <tr data-heard={clinic.heard !== null} data-revoked={clinic.revoked ?? false}>
            <th scope="row">
                <button
                    type="button"
                    class="quiet"
                    aria-pressed={is_open}
                    onClick={() => choose(is_open ? '' : clinic.clinic)}
                >
                    <bdi>{clinic.name ?? clinic.clinic}</bdi>
                </button>
                {clinic.name && (
                    <div class="id">
                        <bdi>{clinic.clinic}</bdi>
                    </div>
                )}
            </th>
            <td class="link" data-connected={clinic.connected}>
                <span class="lamp" aria-hidden="true" />
                {text(clinic.connected ? 'region.connected' : 'region.apart')}
            </td>
            <td>
                {clinic.heard ? (
                    <time dateTime={clinic.heard}>{ago_text(clinic.heard, now_ms.value)}</time>
                ) : (
                    <strong class="never">{text('region.never')}</strong>
                )}
            </td>
            <td>
                {clinic.last_entry && (
                    <time dateTime={clinic.last_entry}>
                        {when_text(clinic.last_entry, clinic.time_zone)}
                    </time>
                )}
            </td>
            <td class="count">{number_text(clinic.entries)}</td>
            <td class="troubles">
                {clinic.revoked && <p>{text('region.revoked')}</p>}
                {(clinic.troubles ?? []).map((trouble) => (
                    <TroubleLine key={name_of(trouble)} trouble={trouble} />
                ))}
            </td>
        </tr>
    );
}
