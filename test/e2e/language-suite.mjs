// What a first-class language has in VS Code, with a Node extension host: every widget is looked at.
import { LanguagePage } from './language-page.mjs';
import { readingChecks } from './reading-checks.mjs';
import { columnsCheck, newScenarioChecks, walkthroughCheck } from './start-checks.mjs';
import { testRunChecks } from './test-runs.mjs';
import { editingChecks, typingChecks } from './typing-checks.mjs';

export async function languageSuite(suite, editor, { url, folder }) {
  const language = new LanguagePage(editor);
  await editor.goto(url);
  await typingChecks(suite, editor, language, 'editor');
  await editingChecks(suite, editor, language, 'editor');
  await readingChecks(suite, editor, language, 'editor');
  await newScenarioChecks(suite, editor, language, 'editor');
  await columnsCheck(suite, editor, language, 'editor');
  await walkthroughCheck(suite, editor, language, 'editor');
  await testRunChecks(suite, editor, language, 'editor', folder);
}
