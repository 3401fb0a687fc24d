// Day, month and year of birth by touch. What the calendar does not have cannot be pressed.

import { useState } from 'preact/hooks';
import { month_names, number_text, wall_date } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { now_ms } from '../shared/node_clock.ts';
import * as flow from './flow.ts';
import { Question } from './question.tsx';

const oldest_years = 119;

export function DayChoice() {
    const choose = (day: number) => {
        flow.day.value = day;
        flow.step.value = 'month';
    };
    return (
        <>
            <Question asks="kiosk.day" />
            <div class="grid days">
                {count_up(1, 31).map((day) => (
                    <button
                        key={day}
                        type="button"
                        aria-pressed={flow.day.value === day}
                        onClick={() => choose(day)}
                    >
                        {number_text(day)}
                    </button>
                ))}
            </div>
        </>
    );
}

export function MonthChoice() {
    const choose = (month: number) => {
        flow.month.value = month;
        flow.step.value = 'year';
    };
    return (
        <>
            <Question asks="kiosk.month" />
            <div class="grid months">
                {month_names().map((name, index) => (
                    <button
                        key={name}
                        type="button"
                        aria-pressed={flow.month.value === index + 1}
                        disabled={flow.day.value > flow.days_in(index + 1, 0)}
                        onClick={() => choose(index + 1)}
                    >
                        <span class="month-number">{number_text(index + 1)}</span>
                        {name}
                    </button>
                ))}
            </div>
        </>
    );
}

export function YearChoice() {
    const this_year = Number(wall_date(now_ms.value).slice(0, 4));
    const [decade, set_decade] = useState<number | undefined>(undefined);
    const choose = (year: number) => {
        flow.year.value = year;
        flow.step.value = 'confirm';
    };
    if (decade === undefined) {
        const first = Math.floor((this_year - oldest_years) / 10) * 10;
        const decades = count_up(0, Math.floor((this_year - first) / 10)).map(
            (n) => first + n * 10,
        );
        return (
            <>
                <Question asks="kiosk.decade" />
                <div class="grid years">
                    {decades.map((from) => (
                        <button key={from} type="button" onClick={() => set_decade(from)}>
                            <bdi>
                                {number_text(from)} – {number_text(Math.min(from + 9, this_year))}
                            </bdi>
                        </button>
                    ))}
                </div>
            </>
        );
    }
    const years = count_up(decade, Math.min(decade + 9, this_year));
    return (
        <>
            <Question asks="kiosk.year" />
            <div class="grid years">
                {years.map((year) => (
                    <button
                        key={year}
                        type="button"
                        disabled={flow.day.value > flow.days_in(flow.month.value, year)}
                        onClick={() => choose(year)}
                    >
                        {number_text(year)}
                    </button>
                ))}
            </div>
            <button type="button" class="quiet" onClick={() => set_decade(undefined)}>
                {text('kiosk.other_years')}
            </button>
        </>
    );
}

function count_up(from: number, to: number): number[] {
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
