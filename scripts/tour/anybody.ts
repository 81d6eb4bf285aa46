import { readPdf, readQrCode } from '../../cms/src/plugins/certificates/testing/read-pdf.ts';
import { type SitePage, SiteVisitor, textOf } from '../lib/site-visitor.ts';
import type { RunningSystem } from '../lib/system.ts';
import { hold, type Step } from './report.ts';

/** Somebody who was handed the certificate and has no account: reads the PDF, asks whether it holds. */
export async function playAnybody(
  step: Step,
  system: RunningSystem,
  { number, name, link }: Record<'number' | 'name' | 'link', string>,
): Promise<void> {
  const visitor = new SiteVisitor(system.learnerUrl);
  const pdf = await step('read the PDF back', async () => {
    const { status, contentType, bytes } = await visitor.open(`${link}.pdf`);
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
    hold(new URL(target).pathname === link, `The QR code leads to ${target}.`);
    const page = await visitor.open(target);
    const text = textOf(page.html);
    hold(page.status === 200 && text.includes(name) && text.includes(number), `${page.status}`);
    hold(/is valid/.test(text), 'The page does not say that the certificate is valid.');
    return { detail: target, result: undefined };
  });

  await step('the number alone shows no name', async () => {
    const page = await visitor.open(`/verify?number=${number.toLowerCase().replaceAll('-', '')}`);
    const text = textOf(page.html);
    hold(page.status === 200 && /is valid/.test(text), stoodAt(page));
    hold(!text.includes(name), 'The page shows the name.');
    return { detail: page.url.pathname, result: undefined };
  });

  await step('an unknown number is unknown', async () => {
    const page = await visitor.open('/certificates/OS-2026-00000-00000');
    hold(page.status === 404 && !page.html.includes(name), stoodAt(page));
    return { detail: stoodAt(page), result: undefined };
  });
}

const stoodAt = ({ url, status }: SitePage): string => `${url.pathname} answers ${status}`;
