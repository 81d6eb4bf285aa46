// The same system, with Strapi and Astro watching their sources.
process.argv.push('--dev');
await import('./start.ts');

export {};
