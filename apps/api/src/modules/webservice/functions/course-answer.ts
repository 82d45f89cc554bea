import {
  formatName,
  formatText,
  list,
  optional,
  structure,
  value,
  type CallSettings,
  type OutputOf,
} from '@pulsetech/moodle-rest';
import { courseImageUrl } from '../../lms/images/image-addresses.js';
import type { LmsCourseView } from '../../lms/lms.port.js';
import { installedLanguage } from './installed.js';

const overviewFile = structure({
  filename: optional(value('file', 'Name of the file')),
  filepath: optional(value('path', 'Folder of the file')),
  filesize: optional(value('int', 'Size in bytes')),
  fileurl: optional(value('url', 'Address of the file')),
  timemodified: optional(value('int', 'When it was changed, Unix seconds')),
  mimetype: optional(value('raw', 'Media type')),
  isexternalfile: optional(value('bool', 'Whether it lies elsewhere')),
  repositorytype: optional(value('plugin', 'Where it lies')),
  icon: optional(value('raw', 'Its icon')),
});

/** Moodle's description of a course in the list of a user's courses. */
export const userCourse = structure({
  id: value('int', 'Course ID'),
  shortname: value('raw', 'Short name of the course'),
  fullname: value('raw', 'Full name of the course'),
  displayname: optional(value('raw', 'Name of the course in lists')),
  enrolledusercount: optional(value('int', 'Number of enrolled users')),
  idnumber: value('raw', 'What another system knows the course by'),
  visible: value('int', '1 if the course is visible, 0 if it is hidden'),
  summary: optional(value('raw', 'Summary')),
  summaryformat: optional(value('int', 'Format of the summary: 1 HTML, 0 Moodle, 2 plain, 4 Markdown')),
  format: optional(value('plugin', 'How the course is laid out')),
  courseimage: optional(value('url', 'Picture of the course')),
  showgrades: optional(value('bool', 'Whether grades are shown')),
  lang: optional(value('lang', 'Language that the course forces')),
  enablecompletion: optional(value('bool', 'Whether completion is followed')),
  completionhascriteria: optional(value('bool', 'Whether there are criteria of completion')),
  completionusertracked: optional(value('bool', 'Whether the completion of the user is followed')),
  category: optional(value('int', 'ID of the category')),
  progress: optional(value('float', 'Progress in percent')),
  completed: optional(value('bool', 'Whether the course is completed')),
  startdate: optional(value('int', 'When the course begins, Unix seconds')),
  enddate: optional(value('int', 'When the course ends, Unix seconds')),
  marker: optional(value('int', 'Marked section')),
  lastaccess: optional(value('int', 'When the user was last in the course, Unix seconds')),
  isfavourite: optional(value('bool', 'Whether the user starred the course')),
  hidden: optional(value('bool', 'Whether the user hid the course on the dashboard')),
  overviewfiles: optional(list(overviewFile)),
  showactivitydates: value('bool', 'Whether dates of activities are shown'),
  showcompletionconditions: value('bool', 'Whether conditions of completion are shown'),
  timemodified: optional(value('int', 'When the course was changed, Unix seconds')),
});

export type UserCourseAnswer = OutputOf<typeof userCourse>;

/** What the site does not have: completion, times of use of single courses, favourites, files. */
const NOT_HERE = {
  completionhascriteria: false,
  completionusertracked: false,
  progress: null,
  completed: null,
  lastaccess: null,
  isfavourite: false,
  hidden: false,
  overviewfiles: [],
} as const;

/** A course as the web service prints one. `siteUrl` has no slash at its end. */
export function courseAnswer(course: LmsCourseView, siteUrl: string, settings: CallSettings): UserCourseAnswer {
  const { contextId, enrolledUsers, fullname, shortname, visible, summary, ...fields } = course;
  const formatted = formatText(summary, settings);
  const name = formatName(fullname, settings);
  return {
    ...fields,
    ...NOT_HERE,
    lang: installedLanguage(course.lang),
    shortname: formatName(shortname, settings),
    fullname: name,
    displayname: name,
    visible: visible ? 1 : 0,
    summary: formatted.text,
    summaryformat: formatted.format,
    ...(enrolledUsers === undefined ? {} : { enrolledusercount: enrolledUsers }),
    ...(contextId === null ? {} : { courseimage: courseImageUrl(siteUrl, contextId) }),
  };
}
