const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export interface Description {
  readonly title: string;
  readonly subject: string;
  /** Who issued it. */
  readonly author: string;
  /** The certificate's number, in plain sight: an altered file can still be recognised by it. */
  readonly identifier: string;
  /** Where it is verified, in plain sight for the same reason. */
  readonly address: string;
  readonly language: string;
  readonly created: Date;
}

/** The description in XMP (ISO 16684-1), which search engines and archives read. */
export function xmp(about: Description): string {
  const { title, subject, author, identifier, address, language, created } = about;
  const at = created.toISOString();
  const inDefault = (text: string) =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:identifier>${escaped(identifier)}</dc:identifier>
<dc:relation><rdf:Bag><rdf:li>${escaped(address)}</rdf:li></rdf:Bag></dc:relation>
<dc:title>${inDefault(title)}</dc:title>
<dc:description>${inDefault(subject)}</dc:description>
<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>OurShiksha</xmp:CreatorTool>
<xmp:CreateDate>${at}</xmp:CreateDate>
<xmp:ModifyDate>${at}</xmp:ModifyDate>
<pdf:Producer>OurShiksha</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}
