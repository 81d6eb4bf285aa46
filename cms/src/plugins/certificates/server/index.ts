/** The room has no routes and no services of its own: others call `certificateFile` in file.ts. */
export default {};
