export type {
  ActionContent,
  ActionPlace,
  DelayUnit,
  Enrollment,
  WorkflowAction,
  WorkflowDefinition,
  WorkflowState,
} from '../model/definition.ts';
