/** What the fixture says no with. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`Refused: ${code}`);
    this.status = status;
    this.code = code;
  }
}
