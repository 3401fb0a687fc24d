// What things are called on the screen.

import type { Status } from '../api/shapes.ts';
import { text, text_or } from '../language/speak.ts';
import { setup } from './node.ts';

export function practitioner_name(id: string | undefined): string {
    if (!id) return '';
    const known = setup.value?.practitioners.find((each) => each.id === id);
    return known?.name ?? id.charAt(0).toUpperCase() + id.slice(1);
}

export function service_name(id: string): string {
    const known = setup.value?.services.find((each) => each.id === id);
    return text_or(`service.${id}`, known?.name ?? id);
}

export function role_name(role: string): string {
    return text_or(`role.${role}`, role);
}

/// A kind of room or of equipment.
export function kind_name(kind: string): string {
    return text_or(`kind.${kind}`, kind);
}

/// The board is told a room by its name where it has one, the desk always by its id.
export function room_name(told: string): string {
    const known = setup.value?.rooms.find((each) => each.id === told);
    return known ? (known.name ?? told.toUpperCase()) : told;
}

export function status_word(status: Status): string {
    return text(`status.${status}`);
}
