// The kiosk: one question on each screen, large, in the language chosen first.

import type { ComponentChildren } from 'preact';
import { birth_text } from '../language/clinic_time.ts';
import { direction_of, own_name, speak, text } from '../language/speak.ts';
import { LinkBanner } from '../shared/link_banner.tsx';
import { languages_here, setup } from '../shared/node.ts';
import { DayChoice, MonthChoice, YearChoice } from './birth_choosers.tsx';
import * as flow from './flow.ts';
import { greetings } from './greetings.ts';
import { Question } from './question.tsx';
import { StillThere } from './still_there.tsx';
import { Typing } from './typing.tsx';

export function KioskScreen() {
    const step = flow.step.value;
    const free = step === 'language';
    return (
        <div class="kiosk" data-step={step}>
            <header>
                <p class="clinic">{setup.value?.name ?? ''}</p>
                {!free && step !== 'ticket' && (
                    <button type="button" onClick={flow.wipe}>
                        {text('kiosk.over')}
                    </button>
                )}
            </header>
            <LinkBanner meaning="kiosk.gone" />
            <main>{screens[step]()}</main>
            {flow.can_go_back() && (
                <footer>
                    <button type="button" onClick={flow.go_back}>
                        {text('kiosk.back')}
                    </button>
                </footer>
            )}
            <StillThere />
        </div>
    );
}

const screens: Record<flow.Step, () => ComponentChildren> = {
    language: () => <LanguageStep />,
    way: () => <WayStep />,
    name: () => (
        <Typing
            key="name"
            question="kiosk.name"
            hint="kiosk.name.hint"
            value={flow.name}
            kind="letters"
            done={() => (flow.step.value = 'day')}
        />
    ),
    day: () => <DayChoice />,
    month: () => <MonthChoice />,
    year: () => <YearChoice />,
    confirm: () => <ConfirmStep />,
    code: () => (
        <Typing
            key="code"
            question="kiosk.code"
            hint="kiosk.code.hint"
            value={flow.code}
            kind="code"
            done={() => void flow.arrive({ code: flow.code.peek().trim() })}
        />
    ),
    asking: () => <Question asks="kiosk.asking" />,
    ticket: () => <TicketStep />,
    trouble: () => <TroubleStep />,
};

function LanguageStep() {
    const choose = async (name: string) => {
        await speak(name);
        flow.step.value = 'way';
    };
    return (
        <>
            <h1 class="every-language">
                {languages_here().map((name) => (
                    <span key={name} lang={name} dir={direction_of(name)}>
                        {greetings[name]?.choose}
                    </span>
                ))}
            </h1>
            <ul class="languages">
                {languages_here().map((name) => (
                    <li key={name}>
                        <button
                            type="button"
                            lang={name}
                            dir={direction_of(name)}
                            onClick={() => choose(name)}
                        >
                            <strong>{own_name(name)}</strong>
                            <span>{greetings[name]?.hello}</span>
                        </button>
                    </li>
                ))}
            </ul>
        </>
    );
}

function WayStep() {
    return (
        <>
            <Question asks="kiosk.way" />
            <ul class="ways">
                <li>
                    <button type="button" class="main" onClick={() => (flow.step.value = 'name')}>
                        {text('kiosk.way.name')}
                    </button>
                </li>
                <li>
                    <button type="button" onClick={() => (flow.step.value = 'code')}>
                        {text('kiosk.way.code')}
                    </button>
                </li>
            </ul>
            <p class="note">{text('kiosk.way.note')}</p>
        </>
    );
}

function ConfirmStep() {
    const finding = { name: flow.name.value.trim(), birth_date: flow.birth_date() };
    return (
        <>
            <Question asks="kiosk.confirm" />
            <dl class="said">
                <dt>{text('kiosk.name.label')}</dt>
                <dd>
                    <bdi>{finding.name}</bdi>
                </dd>
                <dt>{text('kiosk.birth.label')}</dt>
                <dd>{birth_text(finding.birth_date)}</dd>
            </dl>
            <button type="button" class="main wide" onClick={() => void flow.arrive(finding)}>
                {text('kiosk.confirm.yes')}
            </button>
        </>
    );
}

function TicketStep() {
    return (
        <div class="ticket">
            <Question asks="kiosk.ticket" />
            <p class="big">
                <bdi class="number">{flow.ticket.value}</bdi>
            </p>
            <p>{text('kiosk.ticket.says')}</p>
            <button type="button" class="main wide" onClick={flow.wipe}>
                {text('kiosk.ticket.done')}
            </button>
            <p class="note">{text('kiosk.ticket.wipes')}</p>
        </div>
    );
}

function TroubleStep() {
    return (
        <>
            <Question asks="kiosk.trouble" />
            <p>{text('kiosk.trouble.says')}</p>
            <button type="button" class="wide" onClick={() => void flow.send_again()}>
                {text('kiosk.trouble.again')}
            </button>
        </>
    );
}
