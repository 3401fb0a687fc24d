// The regional admin's page: what the hub knows of each clinic, and since when it has not heard.

import { text } from '../language/speak.ts';
import { LanguageChoice } from '../shared/language_choice.tsx';
import { LinkBanner } from '../shared/link_banner.tsx';
import { sync } from '../shared/hub.ts';
import { ClinicDay } from './clinic_day.tsx';
import { ClinicRow } from './clinic_row.tsx';
import { chosen_clinic, clinics, strangers } from './state.ts';
import { name_of, TroubleLine } from './trouble_line.tsx';

export function Region() {
    return (
        <>
            <LinkBanner meaning="region.gone" />
            <main class="region">
                <header>
                    <h1>{text('region.title')}</h1>
                    <LanguageChoice />
                </header>
                <Clinics />
                <Strangers />
                {chosen_clinic.value && <ClinicDay clinic={chosen_clinic.value} />}
            </main>
        </>
    );
}

function Strangers() {
    if (!strangers.value.length) return null;
    return (
        <section class="strangers troubles" aria-labelledby="strangers">
            <h2 id="strangers">{text('region.strangers')}</h2>
            {strangers.value.map((trouble) => (
                <TroubleLine key={name_of(trouble)} trouble={trouble} />
            ))}
        </section>
    );
}

function Clinics() {
    if (!sync.value) return <p class="quiet-words">{text('link.joining')}</p>;
    if (sync.value.role !== 'hub') return <p class="quiet-words">{text('region.no_hub')}</p>;
    if (!clinics.value.length) return <p class="quiet-words">{text('region.nobody')}</p>;
    return (
        <div class="clinics" role="region" aria-label={text('region.clinics')} tabIndex={0}>
            <table>
                <caption class="hidden-words">{text('region.clinics')}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text('region.clinic')}</th>
                        <th scope="col">{text('region.link')}</th>
                        <th scope="col">{text('region.heard')}</th>
                        <th scope="col">{text('region.known')}</th>
                        <th scope="col" class="count">
                            {text('region.entries')}
                        </th>
                        <th scope="col">{text('region.troubles')}</th>
                    </tr>
                </thead>
                <tbody>
                    {clinics.value.map((clinic) => (
                        <ClinicRow key={clinic.space} clinic={clinic} />
                    ))}
                </tbody>
            </table>
        </div>
    );
}
