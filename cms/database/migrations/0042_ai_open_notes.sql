-- What a question is about is the notes of its lessons, and of a lesson whose notes are not accepted yet
-- those that are proposed. They are looked up by lesson; without an index that reads every proposal there is,
-- for each lesson of a plan.
set local role ourshiksha_owner;
create index proposals_open_notes on ai.proposals (parent_document_id, id)
  where kind = 'ai_note' and key = 'content' and state = 'open';
reset role;
