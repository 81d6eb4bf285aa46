import { readPdf, readQrCode } from '../../cms/src/plugins/certificates/testing/read-pdf.ts';
import { SiteVisitor, textOf } from '../lib/site-visitor.ts';
import type { RunningSystem } from '../lib/system.ts';
import { hold, type Step } from './report.ts';

/** Somebody who was handed the certificate and has no account: reads the PDF, asks whether it holds. */
export async function playAnybody(
  step: Step,
  system: RunningSystem,
  { number, name }: { readonly number: string; readonly name: string },
): Promise<void> {
  const visitor = new SiteVisitor(system.learnerUrl);
  const address = `/certificates/${number}`;

  const pdf = await step('read the PDF back', async () => {
    const { status, contentType, bytes } = await visitor.open(`${address}.pdf`);
    hold(status === 200 && contentType.startsWith('application/pdf'), `${status} ${contentType}`);
    const result = await readPdf(bytes);
    const text = result.lines.join('\n');
    hold(text.includes(number), 'The number does not stand in the PDF.');
    hold(text.includes(name), 'The name does not stand in the PDF.');
    return { detail: `${bytes.length} bytes with number and name`, result };
  });

  await step('follow its QR code', async () => {
    const target = readQrCode(pdf.picture);
    hold(target !== undefined, 'No QR code can be read.');
    hold(new URL(target).pathname === address, `The QR code leads to ${target}.`);
    const page = await visitor.open(target);
    const text = textOf(page.html);
    hold(page.status === 200 && text.includes(name) && text.includes(number), `${page.status}`);
    hold(/is valid/.test(text), 'The page does not say that the certificate is valid.');
    return { detail: target, result: undefined };
  });

  await step('an unknown number is unknown', async () => {
    const unknown = `/certificates/${number.slice(0, -5)}00000`;
    const page = await visitor.open(unknown);
    hold(page.status === 404 && !page.html.includes(name), `${unknown} answers ${page.status}.`);
    return { detail: `${unknown} answers 404`, result: undefined };
  });
}
