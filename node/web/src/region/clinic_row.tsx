import type { RegionClinic, SyncTrouble } from '../api/shapes.ts';
import { ago_text, number_text, when_text } from '../language/clinic_time.ts';
import { text, text_or } from '../language/speak.ts';
import { now_ms } from '../shared/node_clock.ts';
import { choose, chosen } from './state.ts';

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
                {clinic.name && <bdi class="id">{clinic.clinic}</bdi>}
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
                    <p key={`${trouble.rule} ${trouble.at}`}>{trouble_words(trouble)}</p>
                ))}
            </td>
        </tr>
    );
}

function trouble_words(trouble: SyncTrouble): string {
    const what = text_or(`trouble.${trouble.rule}`, trouble.rule);
    return trouble.by_peer ? text('region.refused_by_them', { what }) : what;
}
