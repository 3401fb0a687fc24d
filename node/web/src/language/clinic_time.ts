// Dates and times as the clinic's wall shows them, in the language of the screen.

import { language, time_zone } from './speak.ts';

function shown(value: number | string | Date, how: Intl.DateTimeFormatOptions): string {
    const options = { timeZone: time_zone.value, ...how };
    return new Intl.DateTimeFormat(language.value, options).format(new Date(value));
}

export function clock_text(value: number | string | Date): string {
    return shown(value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

export function day_text(date: string): string {
    return shown(`${date}T12:00:00Z`, { ...long_day, timeZone: 'UTC' });
}

export function short_day_text(date: string): string {
    return shown(`${date}T12:00:00Z`, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
    });
}

export function birth_text(date: string): string {
    const how = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
    return /^\d{4}-\d\d-\d\d$/.test(date) ? shown(`${date}T12:00:00Z`, how) : date;
}

export function month_names(): string[] {
    const name = (month: number) =>
        shown(Date.UTC(2024, month, 15), { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month) => name(month));
}

export function number_text(value: number): string {
    return new Intl.NumberFormat(language.value, { useGrouping: false }).format(value);
}

const long_day = { weekday: 'long', day: 'numeric', month: 'long' } as const;

/// Wall time of an instant in the clinic, as minutes since local midnight of that instant's day.
export function wall_minutes(value: number | string): number {
    const parts = new Intl.DateTimeFormat('en', {
        timeZone: time_zone.value,
        hour: 'numeric',
        minute: 'numeric',
        hourCycle: 'h23',
    }).formatToParts(new Date(value));
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return of('hour') * 60 + of('minute');
}

/// The calendar date in the clinic at an instant, as YYYY-MM-DD.
export function wall_date(value: number | string): string {
    const format = new Intl.DateTimeFormat('en-CA', {
        timeZone: time_zone.value,
        dateStyle: 'short',
    });
    return format.format(new Date(value));
}

export function date_after(date: string, days: number): string {
    const moved = new Date(`${date}T12:00:00Z`);
    moved.setUTCDate(moved.getUTCDate() + days);
    return moved.toISOString().slice(0, 10);
}

/// "12 minutes ago", in the largest unit that is not a fraction.
export function ago_text(value: number | string, now_ms: number): string {
    const seconds = Math.min(0, (new Date(value).getTime() - now_ms) / 1_000);
    const units = [
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
    ] as const;
    const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
    const fit = units.find(([, length]) => -seconds >= length);
    return fit ? format.format(Math.ceil(seconds / fit[1]), fit[0]) : format.format(0, 'minute');
}

/// Day and time, in the zone of whoever it happened to.
export function when_text(value: number | string, zone: string | undefined): string {
    const how = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
    const options = { ...how, hourCycle: 'h23', timeZone: zone ?? time_zone.value };
    return shown(value, options as Intl.DateTimeFormatOptions);
}
