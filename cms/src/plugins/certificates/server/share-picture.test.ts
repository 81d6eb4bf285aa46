import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type PictureFacts, sharePicture } from './share-picture';

const facts: PictureFacts = {
  certificate_name: 'Certificate of completion',
  course_name: 'The web from the ground up',
  issue_date: '2026-11-21T09:00:00Z',
  issuer_name: 'OurShiksha',
  student_name: 'श्रीमती कृष्णवेणी रामचंद्रन',
  type: 'completion',
};

/** How much ink there is in a band of the picture, left of the frame's inside, within it and right of it. */
async function inkAt(picture: Buffer, top: number, height: number) {
  const inkOf = async (left: number, width: number) => {
    const { data } = await sharp(picture)
      .extract({ left, top, width, height })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.filter((value) => value < 128).length;
  };
  return {
    left: await inkOf(50, 60),
    inside: await inkOf(120, 960),
    right: await inkOf(1090, 60),
  };
}

describe('the picture beside a shared link', () => {
  it('is a PNG of the size that other sites ask for, small enough for all of them', async () => {
    const picture = await sharePicture(facts);
    const { format, width, height } = await sharp(picture).metadata();
    expect([format, width, height]).toEqual(['png', 1200, 630]);
    expect(picture.byteLength).toBeLessThan(200_000);
  });

  it('is drawn once however many ask for it, and anew for any other word', async () => {
    const [one, same] = await Promise.all([sharePicture(facts), sharePicture({ ...facts })]);
    expect(same).toBe(one);
    for (const other of [{ type: 'assessment' }, { student_name: 'Asha' }, { issuer_name: 'Us' }])
      expect((await sharePicture({ ...facts, ...other } as PictureFacts)).equals(one)).toBe(false);
  });

  it.each([
    ['Devanagari', 'श्रीमती कृष्णवेणी रामचंद्रन'],
    ['Tamil', 'கிருஷ்ணவேணி'],
    ['Arabic', 'فريد الدين'],
    ['Korean', '김민준'],
    ['a name of 300 letters', 'Anastasia-Elisabeth '.repeat(15)],
    ['a name that is mark-up', '</g></svg><script>"&'],
  ])('keeps %s inside its frame', async (_what, student_name) => {
    const ink = await inkAt(await sharePicture({ ...facts, student_name }), 270, 110);
    expect(ink.inside).toBeGreaterThan(500);
    expect([ink.left, ink.right]).toEqual([0, 0]);
  });
});
