import { Checkbox, Field, Flex, Typography } from '@strapi/design-system';
import { useWords } from '../words';
import { Columns } from './Columns';
import {
  type Choices,
  codeLanguages,
  difficulties,
  labPlaces,
  mostQuestions,
  problemOf,
  projectPlaces,
  questionTypes,
} from './choices';
import { ChoiceField, NumberField } from './fields';

interface Props {
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

/** What is to be written for a course's lessons. */
export function LaterFields({ choices, onChange }: Props) {
  const { say } = useWords();
  const put = (change: Partial<Choices>) => onChange({ ...choices, ...change });
  const { notes, questions, difficulty, labs, codeLanguage, projects } = choices;
  const problem = problemOf(choices);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Checkbox checked={notes} onCheckedChange={(on) => put({ notes: on === true })}>
        {say('later.notes')}
      </Checkbox>
      <Columns>
        <NumberField
          name="questions"
          label={say('later.questions')}
          hint={say('later.questions.hint')}
          value={questions}
          least={0}
          most={mostQuestions}
          onChange={(value) => put({ questions: value ?? 0 })}
        />
        <ChoiceField
          name="difficulty"
          label={say('later.difficulty')}
          value={difficulty}
          options={difficulties.map((value) => ({
            value,
            label: say(`later.difficulty.${value}`),
          }))}
          onChange={(value) => put({ difficulty: value })}
        />
      </Columns>
      {questions === 0 ? null : <Types choices={choices} onChange={onChange} />}
      <Columns>
        <ChoiceField
          name="labs"
          label={say('later.labs')}
          value={labs}
          options={labPlaces.map((value) => ({ value, label: say(`later.labs.${value}`) }))}
          onChange={(value) => put({ labs: value })}
        />
        {labs === 'none' ? null : (
          <ChoiceField
            name="codeLanguage"
            label={say('later.code')}
            value={codeLanguage}
            options={codeLanguages.map((value) => ({ value, label: say(`later.code.${value}`) }))}
            onChange={(value) => put({ codeLanguage: value })}
          />
        )}
        <ChoiceField
          name="projects"
          label={say('later.projects')}
          value={projects}
          options={projectPlaces.map((value) => ({ value, label: say(`later.projects.${value}`) }))}
          onChange={(value) => put({ projects: value })}
        />
      </Columns>
      {problem === 'nothing' ? (
        <Typography role="status" textColor="danger600">
          {say('later.nothing')}
        </Typography>
      ) : null}
    </Flex>
  );
}

/** Which kinds of questions; in the order in which they are listed, whatever was chosen first. */
function Types({ choices, onChange }: Props) {
  const { say } = useWords();
  const { types } = choices;
  const error = problemOf(choices) === 'types' ? say('later.types.missing') : undefined;
  return (
    <Field.Root name="types" error={error}>
      <Flex
        tag="fieldset"
        direction="column"
        alignItems="flex-start"
        gap={2}
        style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}
      >
        <Typography tag="legend" variant="pi" fontWeight="bold">
          {say('later.types')}
        </Typography>
        <Flex gap={4} wrap="wrap" paddingTop={1}>
          {questionTypes.map((type) => (
            <Checkbox
              key={type}
              checked={types.includes(type)}
              onCheckedChange={(on) =>
                onChange({
                  ...choices,
                  types: questionTypes.filter((known) =>
                    known === type ? on === true : types.includes(known),
                  ),
                })
              }
            >
              {say(`later.types.${type}`)}
            </Checkbox>
          ))}
        </Flex>
      </Flex>
      <Field.Error />
    </Field.Root>
  );
}
