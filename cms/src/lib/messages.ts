/** What a refusal's code says to a person. One sentence on what is so, one on what to do. */
export const messages: Readonly<Record<string, string>> = {
  'request.invalid': 'Something in the request is not as expected. Correct it and send it again.',
  'request.key-reused':
    'This idempotency key was used for something else. Send the request with a new one.',
  'session.missing': 'You are not signed in. Sign in and try again.',
  'session.expired': 'Your session has ended. Sign in again.',
  'session.not-found': 'There is no such session of yours any more. Load the page again.',
  'login.failed':
    'The e-mail address and the password do not belong together, or the address was never confirmed. Try again, or ask for a new password.',
  'login.limited':
    'Somebody entered wrong passwords too often. Wait a while, or choose a new password by mail.',
  'password.limited': 'You entered a wrong password too often. Wait a while and try again.',
  'password.wrong': 'This is not your present password. Enter it again.',
  'password.leaked':
    'This password is on a list of stolen ones, which strangers try first. Choose another.',
  'password.own':
    'This password is your name or your address, which strangers try first. Choose another.',
  'mail.limited': 'Too many mails were asked for. Look for those that were sent, or wait a while.',
  'link.invalid':
    'This link was used already, is too old, or a newer one was sent. Ask for a new one.',
  'address.taken': 'Another account uses this address meanwhile. Write to your school.',
  'student.not-active':
    'This account cannot learn at the moment. Write to your school if you think this is a mistake.',
  'ai.job-not-found': 'There is no such job in this course. Look at the list of its jobs.',
  'ai.job-not-running': 'This job does not run. Resume it first.',
  'ai.job-runs': 'This job runs already.',
  'ai.job-runs-already': 'The same is being written already. Look at the list of jobs.',
  'ai.job-ended': 'This job has ended. Start a new one.',
  'ai.question-key':
    'Two options of this question are the same, or a correct answer is none of them. Correct that first.',
  'ai.nothing-to-do': 'There is nothing that the AI author could write here.',
  'ai.wrong-target': 'This command does not suit this kind of entry. Choose another one.',
  'ai.other-course': 'This entry belongs to another course. Open it there.',
  'ai.proposal-not-found':
    'There is no such proposal in this course. Look at the list of proposals.',
  'ai.already-decided': 'Somebody has decided about this proposal meanwhile. Look at it again.',
  'ai.asked-already': 'This is being written again already. Wait for the result.',
  'ai.step-before-failed': 'Something that comes before this could not be written.',
  'ai.interrupted':
    'The server stopped several times while this was being written. Resume the job to try it again.',
  'ai.step-failed':
    'Something went wrong on our side. Whoever runs the server finds the cause in the log of the cms.',
  'audit.not-found': 'The log has no line with this number.',
  'student.not-found': 'There is no such student. Look in the list of students.',
  'student.no-account':
    'The account of this student was deleted. Nobody can sign in with it; the record stays.',
  'student.is-suspended': 'This student is suspended already. Look at the page again.',
  'student.is-active': 'This student is not suspended. Look at the page again.',
  'draft.not-yours':
    'This belongs to a course that somebody else created. Choose a place in one of your own courses, or ask an editor.',
  'database.unavailable':
    'The school is briefly unavailable. Nothing was lost; try again in a moment.',
  'events.full': 'Too many learner sites listen already. Ask again later; nothing is missed by it.',
  'course.not-found': 'There is no such course. It may have been withdrawn; look in the catalogue.',
  'course.closed':
    'The school has closed this course. What you did in it stays in your record; write to the school if you have questions.',
  'course.not-free': 'This course is not free. It cannot be enrolled in here yet.',
  'enrollment.not-found': 'You are not enrolled in this course. Enrol on its page first.',
  'lesson.not-found': 'There is no such lesson in your version of the course.',
  'test.not-found': 'There is no such test in your version of the course.',
  'lab.not-found': 'There is no such lab in your version of the course.',
  'lab.not-verifiable':
    'The school cannot check this lab by itself. Mark it as done when you have done it.',
  'lab.verifiable': 'The school checks this lab itself. Let it check your code.',
  'lab.run-open': 'Your code is being checked already. Wait for that to end, then check again.',
  'lab.busy':
    'Many labs are being checked right now. Your code is saved; check it again in a moment.',
  'lab.code-too-long': 'This code is too long. A lab keeps up to 100,000 characters.',
  'lab.no-such-hint': 'There is no such hint. Hints are unlocked one after the other.',
  'lab.not-completed': 'The solution is shown when you have completed the lab.',
  'project.not-found': 'There is no such project in your version of the course.',
  'submission.not-found': 'There is no such submission.',
  'submission.empty': 'Nothing was handed in. Give a link, write a note or add a file.',
  'submission.under-review':
    'Somebody reviews what you handed in. Wait for the result before you hand in anew.',
  'submission.approved': 'This project is approved already. There is nothing more to hand in.',
  'submission.too-many':
    'This project was handed in twenty times within a day. Try again tomorrow.',
  'submission.withdrawn':
    'The student has handed in another submission in place of this one. Review that one.',
  'submission.reviewed': 'This submission was reviewed already. A review is not changed.',
  'submission.taken': 'Somebody else is reviewing this submission. Load it again to see who.',
  'submission.not-taken': 'Nobody has taken this submission up. Take it up first.',
  'review.status': 'A review approves or rejects. Choose one of the two.',
  'review.score': 'The score is a whole number from 0 to 100. Approving needs one.',
  'review.feedback': 'The student must know what to change. Write it as feedback.',
  'review.feedback-too-long': 'The feedback is longer than 20,000 characters. Shorten it.',
  'review.checklist':
    'The checklist does not answer each criterion of the version that was handed in. Load the submission again.',
  'upload.not-multipart': 'No files came along. Send them as a form (multipart/form-data).',
  'upload.damaged': 'The upload broke off or is no proper form. Send the files again.',
  'upload.too-many-parts': 'These are too many files at once. Choose fewer.',
  'upload.too-large': 'These files are too large together. Choose smaller ones or fewer.',
  'file.none': 'No file came along. Choose one and try again.',
  'file.name': 'A file needs a name with at most 200 characters. Rename it and try again.',
  'file.type': 'Files of this type are not taken. Convert it, or put it into a zip file.',
  'file.content':
    'What is in the file is not what its name says. Save it anew in the type of its name.',
  'file.empty': 'The file is empty. Choose one with something in it.',
  'file.too-large': 'The file is too large. Make it smaller, or hand in a link to it.',
  'file.too-many': 'There are as many files as a submission may have. Remove one first.',
  'file.too-many-today': 'You have uploaded very many files today. Try again tomorrow.',
  'file.too-large-together':
    'The files are too large together. Remove one, make it smaller, or hand in a link.',
  'file.not-found': 'There is no such file of yours.',
  'file.altered': 'The stored file is not the one that was handed in. Write to the school.',
  'attempt.not-found': 'There is no such attempt of yours.',
  'attempt.unknown': 'There is no such attempt. Look in the list of attempts.',
  'attempt.foreign-question':
    'An answer belongs to another test. Reload the test and answer again.',
  'attempt.answer-form':
    'An answer does not have the form its question asks for. Reload the test and answer again.',
  'attempt.submitted': 'This attempt was handed in already. Look at its result.',
  'attempt.too-late':
    'The time for this attempt is over. What was saved before counts; look at its result.',
  'test.no-attempts-left':
    'You have used every attempt that this test allows. Your best one counts.',
  'test.pause': 'There is a pause between two attempts. Look at the test to see when it ends.',
  'attempt.still-open': 'This attempt is not submitted yet. Submit it to see its result.',
  'question.not-found': 'No version in live asks this question. It may never have been published.',
  'correction.answer-unfit':
    'This cannot be the key of this question. Every right answer must be one of its options, or a text of at most 2,000 characters where students type.',
  'correction.no-reason': 'A correction needs a reason of 10 to 2,000 characters. Write why.',
  'certificate.not-offered': 'This course offers no certificate.',
  'certificate.not-eligible':
    'Something is still missing for the certificate. The course page lists it.',
  'credential.not-found':
    'There is no credential here. It is made with the certificate’s PDF: try again in a minute.',
  'status-list.not-found': 'There is no such status list.',
  'issuer-key.revoked':
    'CREDENTIAL_SIGNING_KEY is a key that was revoked. Make a new one and start again: docs/credentials.md.',
  'certificate.revoked': 'This certificate is revoked already. Look at it again.',
  'certificate.student-suspended':
    'This student’s account is blocked. Reinstate it first; the certificate can be issued then.',
  'certificate.student-erased': 'This student was erased. Nothing is issued or corrected any more.',
  'certificate.name-changed':
    'The student’s name was changed since this was asked for. Ask anew with the name of today.',
  'certificate.reason': 'Say why, in 3 to 2,000 characters. The reason is kept for ever.',
  'marksheet.unchanged':
    'Today’s record has the same marks as the marksheet. There is nothing to correct.',
  'design.signatories':
    'There may be three signatories. Each needs a name of up to 200 letters; a signature is a PNG picture.',
  'design.unfit':
    'The design is not complete: it needs an issuer, a colour like #0f766e, and A4 or letter paper.',
  'certificate.replaced':
    'Another certificate took the place of this one. Look at that one instead.',
  'design.not-found': 'There is no such design. Load the page again.',
  'design.picture-kind': 'The logo must be a PNG or a JPEG picture. Save it as one of them.',
  'design.picture-signature-kind':
    'A signature must be a PNG picture. Save it as one, best on a transparent ground.',
  'design.picture-too-large': 'The logo may have 300 kB at most. Make it smaller.',
  'design.picture-signature-too-large': 'A signature may have 100 kB at most. Make it smaller.',
  'design.picture-unreadable':
    'The picture is damaged or has too many pixels, and cannot be drawn. Save it anew.',
  'approval.not-found': 'There is no such request for approval. Look in the list.',
  'approval.unknown-action': 'Nobody knows how to carry this out. Ask for something on the list.',
  'approval.payload': 'What is asked for is not as expected. Ask anew from where you began.',
  'approval.no-reason': 'The others must know why. Write a reason of 10 to 2,000 characters.',
  'approval.expiry': 'A request stands for at most 90 days. Choose an earlier end.',
  'approval.may-not-ask': 'Your role does not allow asking for this. Ask an administrator.',
  'approval.asked-already': 'Somebody asked for exactly this already. Look in the approvals.',
  'approval.nobody': 'It is not known who you are. Sign in and try again.',
  'approval.may-not-vote': 'Your role does not allow voting on requests. Ask an administrator.',
  'approval.own-request': 'This is your own request. Two others must agree to it.',
  'approval.voted-already': 'You have voted on this request. A vote is not changed.',
  'approval.vote': 'A vote is for or against, with a remark of at most 2,000 characters.',
  'approval.payload-changed':
    'What would be done is not what was asked for. Nothing was done; tell the person who looks after the server, and ask anew.',
  'approval.expired': 'The time for this request is over. Ask anew if it is still wanted.',
  'approval.ended': 'This request has ended already. Load it again to see how.',
  'approval.requester-gone':
    'Who asked for this may no longer ask for it. Nothing was done; ask for it yourself if it is right.',
  'approval.not-yours': 'Only who asked may do this. Look at the request again.',
  'approval.not-approved': 'Two others must agree first. Nothing was done.',
  'approval.too-early':
    'The school waits before this may be carried out alone. See the request for the time.',
  'administrator.ask-first':
    'A role that votes on approvals, and the administrator’s, is given by nobody alone: two others must agree. Ask for it under Approvals; a new person is invited with another role first.',
  'administrator.return':
    'This person’s role votes on approvals, so nobody lets them in again alone. Give them another role first, then activate them, and ask for the old role under Approvals.',
  'administrator.vote':
    'Nobody alone lets a role vote on approvals. Leave that permission out; use the Registrar role, which may vote and is asked for under Approvals.',
  'administrator.own-account':
    'Only this person may change what they sign in with. Let them use “Forgot your password?” or their own profile; or deactivate the account and invite the person anew.',
  'administrator.role':
    'This role neither votes on approvals nor is the administrator’s. Give it under Settings, Users.',
  'administrator.not-active':
    'This person cannot sign in yet or any more. Let them take up the invitation first.',
  'administrator.already': 'This person has that role already.',
  'learners.ask-first':
    'More than 20 learners would be moved at once. Two others must agree to that.',
  'certificate.not-found': 'No certificate has this number. Check it against the certificate.',
  'certificate.in-the-making':
    'This PDF is being made and will be here in a moment. Load it again.',
  'certificate.file-unknown':
    'No certificate or marksheet of this school has such a file. It was not issued here, or it was changed.',
  'certificate.too-many-lookups':
    'Many numbers were looked up from your network. Wait a little, or use the link or the QR code of the certificate.',
  'marksheet.not-found':
    'There is no such marksheet. Check the link against the one you were given.',
  'batch.running': 'A batch of this course is running. Wait for it to end, or cancel it.',
  'batch.nobody': 'There is nobody to issue a certificate to. Look at what is missing.',
  'batch.ended': 'This batch has ended already. Load it again to see how.',
  'batch.defect':
    'A defect stopped this one; the server’s log names it. When it is mended, a new batch issues the certificate.',
  'batch.not-found': 'There is no such batch. Look in the list.',
  'certificate.file-altered':
    'The stored file is not the one that was issued. Write to the school.',
  'export.too-many':
    'You have taken your data along three times today. Use one of those files, or come back tomorrow.',
  'erasure.asked-already': 'You have asked to be erased already. Look at how that stands.',
  'erasure.approved-already': 'The erasure of this student is approved already.',
  'erasure.none': 'There is no erasure to take back.',
  'erasure.not-due': 'The day of this erasure has not come.',
  'student.erased': 'This student was erased. There is nothing left to erase.',
  'publish.problems': 'The course has problems that must be solved before it can be published.',
  'publish.not-found': 'There is no such draft course. It may have been deleted.',
  'publish.busy': 'Somebody else is publishing this course. Try again in a moment.',
  'course.not-published': 'This course is unpublished already. Look at its state again.',
  'course.is-published': 'This course is published already. Look at its state again.',
  'version.not-found': 'There is no such version of this course. Look at its versions.',
  'version.not-current': 'Another version was published in between. Look at it and try again.',
  'version.is-current': 'This version is the current one already. Choose another.',
  'version.never-published': 'The course was never published. Publish it first.',
  'version.not-in-live': 'This version is not in live any more. Its snapshot is kept.',
  'version.in-use':
    'Somebody learns, learned or was certified on this version. It stays as long as that record.',
  'version.no-snapshot':
    'The snapshot of this version is not sound. Run the rebuild check before anything is taken out.',
  'bundle.no-file': 'No file came along. Choose one bundle, a zip file.',
  'bundle.foreign': 'This is no bundle of a course. Export one from a version of a course.',
  'bundle.newer': 'This bundle was made by a newer OurShiksha. Update first, then import it.',
  'bundle.damaged':
    'The file is damaged: it is not what was exported. Get it anew from where it was made.',
  'bundle.unsafe':
    'The file holds something that no bundle holds, such as a link or a path that leads out. Nothing was imported.',
  'bundle.too-large': 'The bundle unpacks to more than a course may have. Nothing was imported.',
  'bundle.course-invalid':
    'The course in the bundle is not in the form that courses have here. Nothing was imported.',
  'bundle.media-refused':
    'The media library does not take a file of this bundle. Nothing was imported.',
  'restore.none': 'There is no restore to take back. It was taken back already, or there was none.',
  'difference.not-found': 'Neither of the two states has such a thing. Compare anew.',
  'preview.invalid': 'This is no preview link of ours, or it was altered. Ask for the link again.',
  'preview.expired': 'This preview link has expired. Ask an editor for a new one.',
  'preview.gone': 'The draft of this preview was deleted. There is nothing to show any more.',
  'preview.unreadable':
    'A field of this draft holds something that does not belong there. Open the entry, put the field right and save it.',
  'schedule.exists':
    'A publish of this course is scheduled already. Take the edits in, or cancel it first.',
  'schedule.not-found': 'No publish of this course is scheduled. It may have gone out already.',
  'schedule.past': 'This time is over. Choose one that is to come.',
  'schedule.gap':
    'There is no such time on that day in this time zone: the clock is put forward. Choose another.',
  'schedule.zone': 'This time zone is not known. Choose one from the list.',
  'ai.course-not-found': 'There is no such draft course. It may have been deleted.',
  'ai.ceiling-job':
    'This would cost more than one job may. Ask for less at once, or let an administrator raise the ceiling.',
  'ai.ceiling-editor':
    'You have used what one editor may in a month. Wait for the next month, or ask an administrator to raise the ceiling.',
  'ai.ceiling-month':
    'The school has used what it may in a month. Wait for the next month, or ask an administrator to raise the ceiling.',
  'ai.not-running': 'This step does not run any more, so nothing was asked. Look at its job again.',
  'ai.draft-gone':
    'The draft this belongs to is not there any more. Reject the proposal, or bring the draft back first.',
  'ai.draft-changed':
    'Somebody has changed this draft since. Look at what is there now; then say whether it may be overwritten.',
  'ai.no-course': 'This draft hangs on no course. Put it into one first.',
  'ai.not-accepted': 'This proposal is not accepted, so there is nothing to take back.',
  'ai.edit-invalid': 'The draft does not take this value. Correct what you changed.',
  'ai.parent-open':
    'This belongs into a draft that was proposed and turned down. Open that proposal again, or reject this one as well.',
  'ai.no-again':
    'No model wrote this: it only holds what is proposed below it. Ask for those again instead.',
  'ai.picture-gone':
    'A picture of this text cannot be read from the media library. Upload it again, or take it out.',
  'ai.picture-away':
    'The media storage does not answer at the moment, so a picture cannot be shown to the model. This is tried again by itself.',
  'ai.source-not-found':
    'This source is not attached to the course any more. Look at its sources again.',
  'ai.sources-full': 'A course has 50 sources at most. Take one away that is not needed.',
  'ai.source-exists': 'The same text is attached already.',
  'ai.source-type':
    'Markdown (.md), text (.txt), PDF and Word (.docx) files can be attached. Convert it to one of these.',
  'ai.source-too-large': 'The file is larger than 20 MB. Attach the part of it that is needed.',
  'ai.source-too-long':
    'There is more text in it than can be attached (2 million characters). Attach the part of it that is needed.',
  'ai.source-encrypted': 'The file is protected by a password. Attach it without one.',
  'ai.source-scanned':
    'This PDF holds pictures of pages and no text. Attach one whose text can be selected, or run text recognition on it first.',
  'ai.source-damaged':
    'The file cannot be read: it is damaged, or it is not what its name says. Save it anew and attach that.',
  'ai.source-empty': 'There is no text in it.',
  'ai.source-too-slow':
    'Reading the file took too long and was given up. Attach the part of it that is needed, or its text.',
  'ai.url-not-allowed':
    'Only pages of the public internet can be attached, by an address that begins with http:// or https:// and has no password and no port.',
  'ai.url-not-found': 'There is no such address. Check how it is written.',
  'ai.url-failed':
    'The page did not come. It may be gone, or only for people who sign in. Open it in your browser, save it and attach the file.',
  'ai.url-too-slow':
    'The page took longer than 15 seconds and was given up. Try again later, or save it in your browser and attach the file.',
  'ai.url-too-large':
    'The page is larger than 5 MB. Save the part that is needed and attach the file.',
  'ai.url-wrong-type':
    'At this address is no web page, text, Markdown or PDF. Attach a file instead.',
  'ai.url-too-many-redirects':
    'The address leads on and on to others. Open it in your browser and attach the address you end at.',
  'server.failed': 'Something broke on our side. Nothing was changed; try again later.',
};
