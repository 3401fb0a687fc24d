import { clock_text, date_after, day_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { Cut } from '../shared/cut.tsx';
import { HubLight } from '../shared/hub_light.tsx';
import { LanguageChoice } from '../shared/language_choice.tsx';
import { now_ms } from '../shared/node_clock.ts';
import { setup } from '../shared/node.ts';
import { help_open } from './keys.ts';
import { Search } from './search.tsx';
import { date, panel, today } from './state.ts';

export function TopBar({ show_day }: { show_day(date: string | undefined): void }) {
    const shown = date.value;
    return (
        <header class="top">
            <h1>
                <Cut>{setup.value?.name ?? text('desk.title')}</Cut>
                <time>{clock_text(now_ms.value)}</time>
            </h1>
            <div class="which-day">
                <button
                    type="button"
                    class="quiet turn"
                    aria-label={text('day.before')}
                    onClick={() => show_day(date_after(shown, -1))}
                >
                    <span aria-hidden="true">‹</span>
                </button>
                <strong aria-live="polite">{day_text(shown)}</strong>
                <button
                    type="button"
                    class="quiet turn"
                    aria-label={text('day.after')}
                    onClick={() => show_day(date_after(shown, 1))}
                >
                    <span aria-hidden="true">›</span>
                </button>
                {shown !== today.value && (
                    <button type="button" onClick={() => show_day(undefined)}>
                        {text('day.today')}
                    </button>
                )}
            </div>
            <Search />
            <div class="orders">
                <button
                    type="button"
                    class="main"
                    onClick={() => (panel.value = { kind: 'order', walk_in: false })}
                >
                    {text('order.book')} <kbd>b</kbd>
                </button>
                <button
                    type="button"
                    onClick={() => (panel.value = { kind: 'order', walk_in: true })}
                >
                    {text('order.walk_in')} <kbd>w</kbd>
                </button>
            </div>
            <div class="rest">
                <HubLight />
                <LanguageChoice />
                <button
                    type="button"
                    class="quiet keys-button"
                    onClick={() => (help_open.value = true)}
                >
                    {text('keys.button')} <kbd>?</kbd>
                </button>
            </div>
        </header>
    );
}
