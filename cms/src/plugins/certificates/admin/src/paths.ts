/** Where the plugin's pages are. */
export const certificatesPath = '/plugins/certificates';
export const registerPath = `${certificatesPath}/register`;
export const batchesPath = `${certificatesPath}/batches`;
export const designsPath = `${certificatesPath}/designs`;

export const certificatePath = (number: string): string =>
  `${registerPath}/${encodeURIComponent(number)}`;
export const batchPath = (id: number): string => `${batchesPath}/${id}`;
