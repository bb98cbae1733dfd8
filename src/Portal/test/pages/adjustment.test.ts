import { describe, expect, it } from 'vitest';
import { type AdjustmentForm, bodyOf, freeName, longestReason, wrongWith } from '../../src/pages/baseline/adjustment';

const form: AdjustmentForm = { id: 'second-shift', first: '2026-09-01', last: '2026-09-30', direction: 'more', amount: 42, reason: ' A second shift began ' };
const wrong = (part: Partial<AdjustmentForm>) => Object.keys(wrongWith({ ...form, ...part }, ['taken']));

describe('an adjustment as it is filled in', () => {
  it('is written with an end that is not included, and a sign', () => {
    expect(wrongWith(form, [])).toEqual({});
    expect(bodyOf(form)).toEqual({ id: 'second-shift', from: '2026-09-01T00:00:00Z', until: '2026-10-01T00:00:00Z', energyPerDay: 42, reason: 'A second shift began' });
    expect(bodyOf({ ...form, direction: 'less' }).energyPerDay).toBe(-42);
  });
  it('says which field is wrong', () => {
    expect(wrong({ id: 'Second Shift' })).toEqual(['id']);
    expect(wrong({ id: 'taken' })).toEqual(['id']);
    expect(wrong({ id: 'a'.repeat(65) })).toEqual(['id']);
    expect(wrong({ first: '' })).toEqual(['first']);
    expect(wrong({ last: '2026-08-31' })).toEqual(['last']);
    expect(wrong({ last: '2026-09-01' })).toEqual([]);
    for (const amount of ['', 0, -1, Number.NaN, 1e10]) expect(wrong({ amount })).toEqual(['amount']);
    expect(wrong({ reason: '  ' })).toEqual(['reason']);
    expect(wrong({ reason: 'x'.repeat(longestReason + 1) })).toEqual(['reason']);
  });
  it('gets a name that nobody has', () => {
    expect(freeName('a', [])).toBe('a');
    expect(freeName('a', ['a', 'a-2'])).toBe('a-3');
  });
});
