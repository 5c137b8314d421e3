import { DateTime } from 'luxon';
import { z } from 'zod';

import { inputError } from '../../shared/parameters/check';
import { option, type ValueOf } from '../../shared/parameters/parameter';
import { number, text } from '../../shared/parameters/schemas';

const STANDARD = { limitType: 'afterTimeInterval', resumeAmount: 24, resumeUnit: 'hours' };
const amount = { minValue: 0 };

/** What n8n hands over; nothing where nobody has added it. */
const entered = z.object({ values: z.record(z.unknown()).catch({}) }).catch({ values: {} });

/** Named as in n8n's own nodes. */
export const limitWaitTime = option(
	{
		displayName: 'Limit Wait Time',
		name: 'limitWaitTime',
		type: 'fixedCollection',
		default: { values: STANDARD },
		description: 'When to continue without an answer. Defaults to 24 hours.',
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Limit Type',
						name: 'limitType',
						type: 'options',
						options: [
							{
								name: 'After Time Interval',
								value: 'afterTimeInterval',
								description: 'Waits for a certain amount of time',
							},
							{
								name: 'At Specified Time',
								value: 'atSpecifiedTime',
								description: 'Waits until the set date and time',
							},
						],
						default: 'afterTimeInterval',
						description: 'When the time is over',
					},
					{
						displayName: 'Amount',
						name: 'resumeAmount',
						type: 'number',
						typeOptions: amount,
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						default: 24,
						description: 'How long to wait',
					},
					{
						displayName: 'Unit',
						name: 'resumeUnit',
						type: 'options',
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						options: [
							{ name: 'Days', value: 'days' },
							{ name: 'Hours', value: 'hours' },
							{ name: 'Minutes', value: 'minutes' },
						],
						default: 'hours',
						description: 'Unit of the amount',
					},
					{
						displayName: 'Max Date and Time',
						name: 'maxDateAndTime',
						type: 'dateTime',
						displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
						default: '',
						description: 'When to continue without an answer',
					},
				],
			},
		],
	},
	z.preprocess(
		(given): unknown => ({ ...STANDARD, ...entered.parse(given).values }),
		z.discriminatedUnion('limitType', [
			z.object({
				limitType: z.literal('afterTimeInterval'),
				resumeAmount: number(amount),
				resumeUnit: z.enum(['minutes', 'hours', 'days']),
			}),
			z.object({
				limitType: z.literal('atSpecifiedTime'),
				maxDateAndTime: z.preprocess(
					(given) => (DateTime.isDateTime(given) || given instanceof Date ? given.toJSON() : given),
					text('enter a date and time'),
				),
			}),
		]),
	),
);

/**
 * Until when to wait for an answer.
 * @param zone the workflow's, for a date and time that names none
 * @throws InputError where that isn't a date in the future
 */
export function endOfWait(limit: ValueOf<typeof limitWaitTime>, zone: string, now: DateTime): Date {
	const end =
		limit.limitType === 'afterTimeInterval'
			? now.plus({ [limit.resumeUnit]: limit.resumeAmount })
			: DateTime.fromISO(limit.maxDateAndTime.trim().replace(' ', 'T'), { zone });
	if (end.isValid && end > now) return end.toJSDate();
	throw inputError(
		limitWaitTime.property,
		end.isValid ? 'is over already' : "isn't a date and time",
		'enter a time in the future, such as 2030-01-31T18:00',
	);
}
