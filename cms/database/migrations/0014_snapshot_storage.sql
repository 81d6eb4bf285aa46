-- Compressing a snapshot took more time than the rest of its publish (135 of 250 ms for 6 MB), and
-- reading one back is what comparing, restoring and exporting do. Disk is cheaper than that: a version
-- takes about twice the room. Rows written before stay as they are.

set local role ourshiksha_owner;
alter table live.course_versions alter column snapshot set storage external;
reset role;
