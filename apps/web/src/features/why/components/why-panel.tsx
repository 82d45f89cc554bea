import { Select } from '@mantine/core';
import { Empty } from '../../../components/empty.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { StateMark } from '../../../components/state-mark.js';
import { useWhy } from '../api/use-why.js';
import { ENROLMENT_WORDS } from '../why-words.js';
import { WhyChains } from './why-chains.js';

interface WhyPanelProps {
  readonly userId: string;
  readonly courseId: string | undefined;
  readonly courses: readonly { readonly value: string; readonly label: string }[];
  readonly onCourse: (courseId: string) => void;
}

/** Why a person has one course or not. */
export function WhyPanel({ userId, courseId, courses, onCourse }: WhyPanelProps) {
  return (
    <Panel title="Why, or why not">
      <Select
        label="Course"
        searchable
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        limit={100}
        nothingFoundMessage="No course has this name"
        placeholder="Choose a course"
        data={[...courses]}
        value={courseId ?? null}
        onChange={(value) => {
          if (value !== null) onCourse(value);
        }}
      />
      {courseId === undefined ? (
        <Empty title="Choose a course">
          <p>Then the way from the Discord role to it stands here, step by step.</p>
        </Empty>
      ) : (
        <Answer userId={userId} courseId={courseId} />
      )}
    </Panel>
  );
}

function Answer({ userId, courseId }: { readonly userId: string; readonly courseId: string }) {
  const why = useWhy(userId, courseId);
  return (
    <QueryView query={why} what="the reason" skeleton={<SkeletonRows rows={3} height={48} />}>
      {(data) => (
        <>
          <p>
            <StateMark tone={ENROLMENT_WORDS[data.enrolment].tone}>{ENROLMENT_WORDS[data.enrolment].word}</StateMark>
          </p>
          <WhyChains why={data} whom="other" />
        </>
      )}
    </QueryView>
  );
}
