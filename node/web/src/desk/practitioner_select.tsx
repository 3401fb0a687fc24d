import { text } from '../language/speak.ts';
import { practitioner_name } from '../shared/names.ts';
import { service_of, who_can } from './visit_words.ts';

interface PractitionerSelectOf {
    service: string;
    value: string;
    choose(id: string): void;
    required?: boolean;
}

export function PractitionerSelect({ service, value, choose, required }: PractitionerSelectOf) {
    const able = who_can(service_of(service));
    return (
        <label>
            {text('visit.practitioner')}
            <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
                <option value="">
                    {text(required ? 'practitioner.choose' : 'practitioner.any')}
                </option>
                {able.map((each) => (
                    <option key={each.id} value={each.id}>
                        {practitioner_name(each.id)}
                    </option>
                ))}
            </select>
        </label>
    );
}
