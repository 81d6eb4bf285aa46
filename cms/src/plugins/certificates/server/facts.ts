/** What is printed: the frozen row of the register and the address that verifies it. */
export interface CertificateFacts {
  readonly certificate_number: string;
  readonly certificate_name: string;
  readonly student_name: string;
  readonly course_name: string;
  /** An instant; its day in UTC is printed. */
  readonly issue_date: string;
  readonly final_score: number | null;
  readonly grade: string;
  readonly qr_verification: boolean;
  readonly verification_url: string;
}
